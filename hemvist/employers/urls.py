"""Where enquiries come from."""

from django.urls import path

from hemvist.employers import views

app_name = "employers"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("new/", views.edit_source, name="new_source"),
    path("employers/", views.employers, name="employers"),
    path("employers/new/", views.edit_employer, name="new_employer"),
    path("employers/<int:pk>/", views.edit_employer, name="employer"),
    path("<int:pk>/", views.edit_source, name="source"),
    path("<int:pk>/poster/", views.poster, name="poster"),
    path("<int:pk>/<slug:language>.svg", views.picture, name="picture"),
]
