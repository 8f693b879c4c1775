"""A keeper's page by link, and the editors' pages about keepers."""

from django.urls import path

from hemvist.keeping import views

app_name = "keeping"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path("<slug:slug>/keeper/", views.keeper, name="keeper"),
    path("<slug:slug>/checked/", views.check, name="check"),
]
public = ([path("<str:token>/", views.place, name="place")], "keeper")
