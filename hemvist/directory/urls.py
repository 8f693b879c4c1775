"""The editors' pages about places; Wagtail takes them in at /editor/places/."""

from django.urls import path

from hemvist.directory import views

app_name = "place_editor"
urlpatterns = [
    path("", views.place_list, name="list"),
    path("new/", views.new_place, name="new"),
    path("<slug:slug>/", views.edit_place, name="edit"),
    path("<slug:slug>/hours/", views.edit_hours, name="hours"),
    path("<slug:slug>/access/", views.edit_access, name="access"),
    path("<slug:slug>/checked/", views.check_place, name="check"),
    path("<slug:slug>/history/", views.history, name="history"),
]
