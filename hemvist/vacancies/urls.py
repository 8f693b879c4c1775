"""Jobs for everybody to read."""

from django.urls import path

from hemvist.vacancies import views

app_name = "vacancies"
urlpatterns = [
    path("", views.vacancy_list, name="list"),
    path("<uuid:pk>/", views.vacancy, name="vacancy"),
]
