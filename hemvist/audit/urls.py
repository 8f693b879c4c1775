"""The log, for those who may read it."""

from django.urls import URLPattern

app_name = "audit"
urlpatterns: list[URLPattern] = []
