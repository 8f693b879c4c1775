"""The log, for those who may read it."""

from django.urls import path

from hemvist.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("export/", views.export, name="export"),
]
