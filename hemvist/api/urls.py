"""The doors of other systems: no language in the address, and nothing can be changed there."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from ninja import NinjaAPI

from hemvist.api import problems
from hemvist.api.doors import WEIGHT_OF_BULK, open_door, open_doors
from hemvist.api.house import views as house
from hemvist.api.hsds import profile
from hemvist.api.hsds import views as hsds
from hemvist.api.open_data import views as open_data
from hemvist.api.open_data.texts import TEXTS


def _operations(api: NinjaAPI) -> list[URLPattern]:
    """The addresses of an API; the library's own page at its root comes last and is left out."""
    made = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    return open_doors(made[:-1])


NOTHING = re_path(r"^(?P<rest>.*)$", open_door(problems.nothing_here), name="nothing")
IN_THE_STANDARD = open_doors(
    [
        path("profile/", profile.about, name="profile"),
        path("profile/<slug:name>.json", profile.patch, name="patch"),
        path("schema/", profile.schemas, name="schemas"),
        path("schema/<slug:name>.json", profile.schema, name="schema"),
    ]
)
OSM = {"source": "-osm"}
CATALOGUE = open_doors(
    [
        path("dcat", open_data.dcat, name="dcat"),
        path("dcat.<str:ending>", open_data.dcat, name="dcat_as"),
        path("areas.json", open_data.areas_json, name="areas_json"),
        path("areas.csv", open_data.areas_csv, name="areas_csv"),
    ]
)
FILES = open_doors(
    [
        path("places.json", open_data.places_json, name="places_json"),
        path("places.zip", open_data.places_csv, name="places_csv"),
        *(
            path(f"{name}.json", open_data.texts_json, {"name": name}, name=f"{name}_json")
            for name in TEXTS
        ),
        *(
            path(f"{name}.csv", open_data.texts_csv, {"name": name}, name=f"{name}_csv")
            for name in TEXTS
        ),
        path("places-osm.json", open_data.places_json, OSM, name="places_osm_json"),
        path("places-osm.zip", open_data.places_csv, OSM, name="places_osm_csv"),
    ],
    weight=WEIGHT_OF_BULK,
)

of_hsds = ([*_operations(hsds.api), *IN_THE_STANDARD, NOTHING], "ninja")
of_the_guide = ([*_operations(house.api), NOTHING], "ninja")
of_open_data = ([*CATALOGUE, *FILES, NOTHING], "datasets")
urlpatterns: list[URLPattern | URLResolver] = [
    path("hsds/", include(of_hsds, namespace="hsds")),
    path("api/v1/", include(of_the_guide, namespace="api")),
    path("datasets/", include(of_open_data, namespace="datasets")),
    path("api/<path:rest>", NOTHING.callback, name="no_such_api"),
]
