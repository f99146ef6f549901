"""Logistic regression in plain Python, for hundreds of sentences and dozens of features."""

import math
from collections.abc import Mapping, Sequence

Example = tuple[Mapping[str, float], bool]


def probability(weights: Mapping[str, float], example: Mapping[str, float]) -> float:
    """Return the probability that *weights* give to *example*."""
    total = sum(weights.get(name, 0.0) * value for name, value in example.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def train(
    examples: Sequence[Example], prior: Mapping[str, float], *, rounds: int = 60, rate: float = 0.3, pull: float = 0.01
) -> dict[str, float]:
    """Return weights fitted to *examples*, pulled towards *prior*.

    AdaGrad (Duchi, Hazan & Singer, JMLR 2011) on the log loss with an L2 penalty around the prior instead of around 0,
    which is a Gaussian prior on the weights (Chelba & Acero, EMNLP 2004): few examples leave the prior as it is. The
    examples are taken in a fixed order, so that the same project gives the same weights.
    """
    weights = dict(prior)
    squares: dict[str, float] = {}
    for turn in range(rounds):
        for at in range(len(examples)):
            # a stride that shares no factor with most lengths spreads neighbouring sentences
            example, label = examples[(at * 7919 + turn * 31) % len(examples)]
            error = probability(weights, example) - label
            for name, value in example.items():
                slope = error * value + pull * (weights.get(name, 0.0) - prior.get(name, 0.0))
                squares[name] = squares.get(name, 1e-8) + slope * slope
                weights[name] = weights.get(name, 0.0) - rate * slope / math.sqrt(squares[name])
    return weights
