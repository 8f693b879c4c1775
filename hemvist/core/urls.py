"""The language picker, the living page of components, health."""

from django.urls import URLPattern

app_name = "core"
urlpatterns: list[URLPattern] = []
