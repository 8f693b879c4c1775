"""What lines become: places, jobs, or figures of the start page."""

from datetime import date

from hemvist.importing.models import Source
from hemvist.importing.targets.figures import Figures
from hemvist.importing.targets.jobs import Jobs
from hemvist.importing.targets.places import Places
from hemvist.importing.targets.target import Target


def target_of(source: Source, *, on: date) -> Target:
    """What the lines of a source become."""
    if source.has_jobs:
        return Jobs(source, on=on)
    if source.has_figures:
        return Figures(source, on=on)
    return Places(source, on=on)
