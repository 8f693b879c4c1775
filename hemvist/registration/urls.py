"""Registering people."""

from django.urls import path

from hemvist.registration import views

app_name = "registration"
urlpatterns = [
    path("", views.register, name="register"),
    path("same/", views.same, name="same"),
    path("<uuid:key>/", views.receipt, name="receipt"),
]
