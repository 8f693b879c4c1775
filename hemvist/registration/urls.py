"""Registering people, one by one and by lists."""

from django.urls import path

from hemvist.registration import list_views, views

app_name = "registration"
urlpatterns = [
    path("register-person/", views.register, name="register"),
    path("register-person/same/", views.same, name="same"),
    path("register-person/<uuid:key>/", views.receipt, name="receipt"),
    path("people-lists/", list_views.people_lists, name="people_lists"),
    path("people-lists/<int:pk>/", list_views.people_list, name="people_list"),
    path("people-lists/<int:pk>/meaning/", list_views.meaning, name="meaning"),
    path("people-lists/<int:pk>/bring-in/", list_views.bring_in, name="bring_in"),
    path("people-lists/<int:pk>/drop/", list_views.drop, name="drop"),
    path("people-lists/<int:pk>/take-back/", list_views.take_back, name="take_back"),
]
