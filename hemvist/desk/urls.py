"""The staff's pages that bring things together."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
