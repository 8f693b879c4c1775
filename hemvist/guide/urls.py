"""The public pages."""

from django.urls import path

from hemvist.guide import views

app_name = "guide"
urlpatterns = [
    path("", views.start, name="start"),
    path("life/", views.life, name="life"),
    path("life/<slug:slug>/", views.life_area, name="life_area"),
    path("areas/", views.areas, name="areas"),
    path("areas/compare/", views.compare_areas, name="compare"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("places/", views.place_list, name="places"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
