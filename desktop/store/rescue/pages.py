"""The pages of an SQLite file, read one by one: whatever a page holds that can be read is read.

After https://sqlite.org/fileformat2.html: “The Database Header”, “B-tree Pages”, “Cell Payload Overflow Pages”, “Record
Format”. Nothing here trusts a number in the file.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

LEAF_TABLE, INNER_TABLE, LEAF_INDEX, INNER_INDEX = 0x0D, 0x05, 0x0A, 0x02
_USUAL_SIZE = 4096
_HEADER = 100
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
# no record of ours has more columns
_MOST_COLUMNS = 100
# no value is longer, in bytes: SQLite's own limit
_LONGEST = 1_000_000_000
# pages that are looked at to know their size
_TELLING = 2_000

Stored = int | float | bytes | str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table or an entry of an index.

    Attributes:
        rowid: that of a row; 0 of an entry.
        values: in the order of their columns; a text is decoded.
        is_whole: whether nothing of it is missing, and each text is one.
    """

    rowid: int
    values: tuple[Stored, ...]
    is_whole: bool = True


def _reads_better(content: memoryview, small: int, large: int) -> bool:
    """Tell whether pages are of the smaller of two sizes.

    Where they are, as many begin as pages do under both sizes; else no more than half as many under the smaller one.
    """
    return small == large or _share_of_trees(content, small) >= 0.75 * _share_of_trees(content, large)


def _share_of_trees(content: memoryview, size: int) -> float:
    """Return how many pages of those looked at begin as one of a tree does, from 0 to 1."""
    count = len(content) // size
    looked = found = 0
    # the first page begins with the header of the file
    for number in range(1, count, max(1, count // _TELLING)):
        page = content[number * size : number * size + 8]
        cells, begin = int.from_bytes(page[3:5]), int.from_bytes(page[5:7]) or 65536
        head = 12 if page[0] in (INNER_TABLE, INNER_INDEX) else 8
        looked += 1
        found += (
            page[0] in (LEAF_TABLE, INNER_TABLE, LEAF_INDEX, INNER_INDEX)
            and cells > 0
            and head + 2 * cells <= begin <= size
        )
    return found / looked if looked else 0.0


class PageFile:
    """The pages of a file.

    Attributes:
        version: what the file says its format is (``user_version``).
        count: how many pages it has.
    """

    def __init__(self, content: bytes | memoryview) -> None:
        """Take all that the file holds."""
        self._content = memoryview(content)
        size = int.from_bytes(self._content[16:18])
        size = 65536 if size == 1 else size
        known = size if 512 <= size <= 65536 and size & (size - 1) == 0 else _USUAL_SIZE
        small, large = sorted((known, _USUAL_SIZE))
        # what the file says may be damaged like the rest
        self._size = small if _reads_better(self._content, small, large) else large
        reserved = self._content[20] if len(self._content) > 20 and self._content[20] <= 32 else 0
        self._usable = self._size - reserved
        self.version = int.from_bytes(self._content[60:64])
        self.count = -(-len(self._content) // self._size)

    def page(self, number: int) -> bytes:
        """Return what a page holds; of one that is cut off zeros stand for the rest. Pages are counted from 1."""
        if not 1 <= number <= self.count:
            return b""
        found = bytes(self._content[(number - 1) * self._size : number * self._size])
        return found.ljust(self._size, b"\0")

    def kind(self, number: int) -> int:
        """Return what kind of page one says it is."""
        return self.page(number)[self._start(number)] if 1 <= number <= self.count else 0

    def free(self) -> set[int]:
        """Return the pages that hold nothing any more, as far as the file says which."""
        found: set[int] = set()
        trunk = int.from_bytes(self._content[32:36])
        while 1 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self.page(trunk)
            count = int.from_bytes(page[4:8])
            if count > self._usable // 4:
                break
            found.update(struct.unpack(f">{count}I", page[8 : 8 + 4 * count]))
            trunk = int.from_bytes(page[:4])
        return found

    def reached(self, root: int, kinds: tuple[int, int]) -> list[int]:
        """Return the pages of a tree from its root on, as far as they are of its kinds: leaf and inner ones."""
        leaf, inner = kinds
        found: dict[int, None] = {}
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in found or not 1 <= number <= self.count:
                continue
            kind = self.kind(number)
            if kind not in (leaf, inner):
                continue
            found[number] = None
            if kind == inner:
                page, start = self.page(number), self._start(number)
                children = [int.from_bytes(page[at : at + 4]) for at in self._cells(number, 12)]
                children.append(int.from_bytes(page[start + 8 : start + 12]))
                waiting.extend(reversed(children))
        return list(found)

    def records(self, number: int) -> Iterator[Record]:
        """Yield what can be read on a page: the rows of a leaf of a table, the entries of a page of an index."""
        kind = self.kind(number)
        if kind not in (LEAF_TABLE, LEAF_INDEX, INNER_INDEX):
            return
        page = self.page(number)
        for at in self._cells(number, 12 if kind == INNER_INDEX else 8):
            try:
                yield self._record(page, at + (4 if kind == INNER_INDEX else 0), is_row=kind == LEAF_TABLE)
            except (IndexError, ValueError, struct.error):
                continue

    def _start(self, number: int) -> int:
        return _HEADER if number == 1 else 0

    def _cells(self, number: int, header: int) -> list[int]:
        page, start = self.page(number), self._start(number)
        count = int.from_bytes(page[start + 3 : start + 5])
        first = start + header
        count = min(count, (self._size - first) // 2)
        offsets = struct.unpack(f">{count}H", page[first : first + 2 * count])
        return [at for at in offsets if first + 2 * count <= at < self._usable]

    def _record(self, page: bytes, at: int, *, is_row: bool) -> Record:
        length, at = _varint(page, at)
        rowid = 0
        if is_row:
            rowid, at = _varint(page, at)
            rowid -= (rowid >> 63) << 64
        if not 0 < length <= min(_LONGEST, len(self._content)):
            raise ValueError(length)
        payload, is_whole = self._payload(page, at, length, is_row=is_row)
        values, is_all = _values(payload)
        return Record(rowid, values, is_whole and is_all)

    def _payload(self, page: bytes, at: int, length: int, *, is_row: bool) -> tuple[bytes, bool]:
        usable = self._usable
        most = usable - 35 if is_row else (usable - 12) * 64 // 255 - 23
        if length <= most:
            found = page[at : at + length]
            return found, len(found) == length
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= most else least
        parts = [page[at : at + local]]
        have = local
        following = int.from_bytes(page[at + local : at + local + 4])
        seen: set[int] = set()
        while have < length:
            if following in seen or not 1 <= following <= self.count:
                return b"".join(parts), False
            seen.add(following)
            part = self.page(following)
            wanted = min(usable - 4, length - have)
            parts.append(part[4 : 4 + wanted])
            have += wanted
            following = int.from_bytes(part[:4])
        return b"".join(parts), True


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = content[at + step]
        if step == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    raise ValueError(at)


def _values(payload: bytes) -> tuple[tuple[Stored, ...], bool]:
    """Return the values of a record, and whether they are all whole.

    Raises:
        ValueError, IndexError: when it is no record.
    """
    header, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != header or not kinds or len(kinds) > _MOST_COLUMNS:
        raise ValueError(header)
    values: list[Stored] = []
    is_whole = True
    for kind in kinds:
        if kind in (0, 8, 9):
            values.append({0: None, 8: 0, 9: 1}[kind])
            continue
        length = 8 if kind == 7 else _INTEGERS.get(kind, (kind - 12) // 2 if kind >= 12 else -1)
        if length < 0:
            raise ValueError(kind)
        part = payload[at : at + length]
        at += length
        is_whole &= len(part) == length
        if kind < 12:
            if len(part) < length:
                values.append(None)
            else:
                values.append(struct.unpack(">d", part)[0] if kind == 7 else int.from_bytes(part, signed=True))
        elif kind % 2:
            try:
                values.append(part.decode())
            except UnicodeDecodeError:
                is_whole = False
                values.append(part.decode("utf-8", "replace"))
        else:
            values.append(part)
    return tuple(values), is_whole
