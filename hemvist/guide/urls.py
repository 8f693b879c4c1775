"""The public pages."""

from django.urls import path, register_converter

from hemvist.guide import views


class PagePath:
    """Where a page can be: in one of the parts of the tree, below it by names.

    Not every path: what is found nowhere must stay a 404 and not be asked for in a language.
    """

    regex = "(?:life|areas|guides|stories|happenings|answers)(?:/[a-z0-9-]+)*"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


register_converter(PagePath, "page")

app_name = "guide"
urlpatterns = [
    path("", views.start, name="start"),
    path("life/", views.life, name="life"),
    path("life/<slug:slug>/", views.life_area, name="life_area"),
    path("areas/", views.areas, name="areas"),
    path("areas/map/", views.map_page, name="map"),
    path("areas/compare/", views.compare_areas, name="compare"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("places/", views.place_list, name="places"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("<page:path>/", views.page, name="page"),
]
