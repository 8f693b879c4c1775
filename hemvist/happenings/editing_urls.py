"""The editors' pages of the calendar."""

from django.urls import URLPattern, path

from hemvist.happenings import editing

app_name = "calendar_editing"
urlpatterns: list[URLPattern] = [
    path("", editing.happenings, name="happenings"),
    path("new/", editing.edit, name="new"),
    path("sources/new/", editing.source, name="new_source"),
    path("sources/<int:pk>/", editing.source, name="source"),
    path("sources/<int:pk>/paste/", editing.paste, name="paste"),
    path("<uuid:pk>/", editing.edit, name="edit"),
    path("<uuid:pk>/cancel/", editing.cancel, name="cancel"),
]
