from pathlib import Path

import pytest

from desktop.project.sync_folders import conflict_copies, syncing_program


@pytest.mark.parametrize(
    ("marker", "program"),
    [
        ("Dropbox/study", "Dropbox"),
        ("Dropbox (Institute)/a/b", "Dropbox"),
        ("work/.dropbox.cache/", "Dropbox"),
        ("OneDrive - University of Tarn/study", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/study", "iCloud Drive"),
        ("Library/CloudStorage/GoogleDrive-ana@example.org/My Drive", "Google Drive"),
        ("Library/CloudStorage/Box-Box/study", "Box"),
        ("My Drive/study", "Google Drive"),
        ("files/.sync_1a2b3c.db", "Nextcloud"),
        ("files/.nextcloudsync.log", "Nextcloud"),
        ("files/.owncloudsync.log", "ownCloud"),
        ("shared/.stfolder/", "Syncthing"),
        ("plain/study", ""),
        ("dropbox-notes/study", ""),
    ],
)
def test_folders_that_a_program_keeps_the_same_are_recognised(tmp_path: Path, marker: str, program: str) -> None:
    place = tmp_path / marker
    folder = place
    if place.name.startswith("."):
        folder = place.parent / "study" / "below"
    folder.mkdir(parents=True)
    if marker.endswith("/"):
        place.mkdir()
    elif place.name.startswith("."):
        place.touch()
    assert syncing_program(folder) == program


def test_copies_of_conflicts_are_named_and_no_other_project_is(tmp_path: Path) -> None:
    project = tmp_path / "study.visavis"
    for name in (
        "study.visavis",
        "study (Ana's conflicted copy 2024-04-26).visavis",
        "study (conflicted copy 2024-04-26 140200).visavis",
        "study.sync-conflict-20240426-140200-ABCDEFG.visavis",
        "study_conflict-20240426-140200.visavis",
        "study (1).visavis",
        "study 2.visavis",
        "study-NORTH.visavis",
        "study two.visavis",
        "other (conflicted copy).visavis",
        "study (conflicted copy 2024).txt",
    ):
        (tmp_path / name).touch()
    sure = [
        "study (Ana's conflicted copy 2024-04-26).visavis",
        "study (conflicted copy 2024-04-26 140200).visavis",
        "study.sync-conflict-20240426-140200-ABCDEFG.visavis",
        "study_conflict-20240426-140200.visavis",
    ]

    def named(*more: str, program: str = "") -> None:
        assert [one.name for one in conflict_copies(project, program)] == sorted([*sure, *more])

    named()
    named("study (1).visavis", program="Google Drive")
    named("study 2.visavis", program="iCloud Drive")
    named("study-NORTH.visavis", program="OneDrive")
    assert conflict_copies(tmp_path / "nowhere" / "study.visavis") == []
