"""Where the nodes of a network stand in a picture: like springs, tied nodes draw near and all keep their distance.

Fruchterman and Reingold 1991, Graph drawing by force-directed placement, Software: Practice and Experience
21:1129–1164, with a pull to the middle that keeps pieces together. It is done in steps, so that a window can go on
meanwhile, and is the same each time: the same network and seed give the same picture.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence

# steps until it is cold
STEPS = 150
# to the middle; less across, since windows and papers are wider than high
_PULL_ACROSS, _PULL_DOWN = 0.07, 0.16


class Layout:
    """Nodes on their way to their places, in a plane about the origin; a tie is about 1 long.

    Attributes:
        x, y: where each node is, by its number.
        held: nodes that stay where they are.
        done: how many steps are.
    """

    def __init__(
        self,
        count: int,
        ties: Iterable[tuple[int, int, float]],
        seed: int = 1,
        before: Sequence[tuple[float, float] | None] = (),
    ) -> None:
        """Take so many nodes and their ties with the sizes of weights; *before* are places that some had already."""
        chance = random.Random(seed)
        # a spiral of sunflowers: even, and no two at one place
        self.x, self.y = [], []
        for at in range(count):
            far, turn = 0.6 * math.sqrt(at + 0.5), at * 2.399963229728653
            x, y = (
                far * math.cos(turn) + chance.uniform(-0.05, 0.05),
                far * math.sin(turn) + chance.uniform(-0.05, 0.05),
            )
            known = before[at] if at < len(before) else None
            self.x.append(known[0] if known else x)
            self.y.append(known[1] if known else y)
        given = [(one, other, abs(weight)) for one, other, weight in ties if one != other and weight]
        most = max((weight for _one, _other, weight in given), default=1.0)
        # strong ties pull more, weak ones pull too
        around = Counter(end for one, other, _weight in given for end in (one, other))
        # and those who have many ties are not torn into one heap by all of them
        self._ties = [
            (one, other, (0.3 + 0.7 * math.sqrt(weight / most)) / min(around[one], around[other]) ** 0.7)
            for one, other, weight in given
        ]
        self.held: set[int] = set()
        self.done = 0
        # most have their places already
        is_known = sum(one is not None for one in before) * 2 > count
        self._warm = 0.12 * math.sqrt(count + 1)
        if is_known:
            # they are not to jump about
            self.done = STEPS * 2 // 3

    @property
    def is_done(self) -> bool:
        """Whether all nodes have come to rest."""
        return self.done >= STEPS or not self.x

    def step(self) -> None:
        """Let every node go a step; how far it may falls from step to step."""
        count = len(self.x)
        xs, ys = self.x, self.y
        push_x, push_y = [0.0] * count, [0.0] * count
        for one in range(count):
            x, y = xs[one], ys[one]
            sum_x = sum_y = 0.0
            for other in range(one + 1, count):
                right, down = x - xs[other], y - ys[other]
                square = right * right + down * down
                # what is far away pushes little
                if square < 36.0:
                    part = 1.0 / (square + 0.01)
                    right *= part
                    down *= part
                    sum_x += right
                    sum_y += down
                    push_x[other] -= right
                    push_y[other] -= down
            push_x[one] += sum_x
            push_y[one] += sum_y
        for one, other, strength in self._ties:
            right, down = xs[one] - xs[other], ys[one] - ys[other]
            pull = math.hypot(right, down) * strength
            push_x[one] -= right * pull
            push_y[one] -= down * pull
            push_x[other] += right * pull
            push_y[other] += down * pull
        room = self._warm * (1 - self.done / STEPS) ** 1.5 + 0.002
        for at in range(count):
            if at in self.held:
                continue
            right, down = push_x[at] - xs[at] * _PULL_ACROSS, push_y[at] - ys[at] * _PULL_DOWN
            far = math.hypot(right, down)
            part = min(far, room) / far if far else 0.0
            xs[at] += right * part
            ys[at] += down * part
        self.done += 1

    def finish(self) -> None:
        """Take all steps that are left."""
        while not self.is_done:
            self.step()
