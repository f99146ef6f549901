from hypothesis import settings

# a deadline tells of a slow machine, not of a fault
settings.register_profile("visavis", deadline=None)
settings.load_profile("visavis")
