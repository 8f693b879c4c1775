"""Filters that are kept, and deeds on many cases."""

from django.urls import path

from hemvist.bulk import views

app_name = "bulk"
urlpatterns = [
    path("filters/", views.saved_filters, name="saved_filters"),
    path("filters/save/", views.save_filter, name="save_filter"),
    path("filters/<int:pk>/remove/", views.remove_filter, name="remove_filter"),
    path("tags/<str:reference>/", views.tags, name="tags"),
]
