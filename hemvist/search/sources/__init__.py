"""Everything that can be found. A new kind is a module here and a line below.

The order is the order of the groups on the page where two fit equally well.
"""

from hemvist.search.drafts import Source
from hemvist.search.sources import area, category, happening, life_area, page, place, site, vacancy

SOURCES: dict[str, Source] = {
    source.kind: source
    for source in [
        life_area.SOURCE,
        page.SOURCE,
        page.ANSWERS,
        category.SOURCE,
        place.SOURCE,
        area.SOURCE,
        happening.SOURCE,
        vacancy.SOURCE,
        site.SOURCE,
    ]
}
