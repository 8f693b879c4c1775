"""The files of one case."""

from django.urls import path

from hemvist.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.files, name="files"),
    path("<int:pk>/", views.file, name="file"),
]
