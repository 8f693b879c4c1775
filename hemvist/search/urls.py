"""The page of results, and what is offered while somebody types."""

from django.urls import path

from hemvist.search import views

app_name = "search"
urlpatterns = [
    path("", views.find, name="find"),
    path("suggest/", views.suggest, name="suggest"),
]
