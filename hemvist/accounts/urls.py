"""Staff management; signing in itself is in `signing_in`."""

from django.urls import path

from hemvist.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.staff, name="staff"),
    path("start/", views.start, name="start"),
    path("welcome/", views.welcome, name="welcome"),
    path("invite/", views.invite, name="invite"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/send-link/", views.send_link, name="send_link"),
    path("<int:pk>/let-in/", views.let_in, name="let_in"),
    path("<int:pk>/reactivate/", views.reactivate, name="reactivate"),
    path("<int:pk>/second-factor/", views.remove_second_factor, name="remove_second_factor"),
]
