from hypothesis import HealthCheck, settings

# no limits of time: the machine that runs them may be busy with the rest of the tests
PROPERTY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
