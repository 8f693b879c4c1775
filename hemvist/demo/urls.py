"""What only a demo shows: the mail it would have sent."""

from django.urls import URLPattern

app_name = "demo"
urlpatterns: list[URLPattern] = []
