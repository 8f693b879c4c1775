"""When something happens to many."""

from django.urls import path

from hemvist.waves import views

app_name = "waves"
urlpatterns = [
    path("", views.waves, name="waves"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.wave, name="wave"),
    path("<int:pk>/find/", views.find, name="find"),
    path("<int:pk>/act/", views.act, name="act"),
    path("<int:pk>/end/", views.end, name="end"),
]
