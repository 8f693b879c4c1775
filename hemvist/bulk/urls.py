"""Filters that are kept, and deeds on many cases."""

from django.urls import path

from hemvist.bulk import deed_views, views

app_name = "bulk"
urlpatterns = [
    path("", deed_views.deeds, name="deeds"),
    path("choose/", deed_views.choose, name="choose"),
    path("<int:pk>/", deed_views.deed, name="deed"),
    path("<int:pk>/begin/", deed_views.begin, name="begin"),
    path("<int:pk>/undo/", deed_views.undo, name="undo"),
    path("filters/", views.saved_filters, name="saved_filters"),
    path("filters/save/", views.save_filter, name="save_filter"),
    path("filters/<int:pk>/remove/", views.remove_filter, name="remove_filter"),
    path("tags/<str:reference>/", views.tags, name="tags"),
]
