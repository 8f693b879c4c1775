"""My own list, and the copies that others share."""

from django.urls import URLPattern, path

from hemvist.favourites import views

app_name = "favourites"
urlpatterns: list[URLPattern] = [
    path("", views.mine, name="mine"),
    path("save/", views.save, name="save"),
    path("remove/", views.remove, name="remove"),
    path("put-back/", views.put_back, name="put_back"),
    path("note/", views.note, name="note"),
    path("move/", views.move, name="move"),
    path("share/", views.share, name="share"),
    path("offline/", views.offline, name="offline"),
    path("forget/", views.forget, name="forget"),
    path("shared/<uuid:key>/", views.shared, name="shared"),
    path("shared/<uuid:key>/take-over/", views.take_over, name="take_over"),
]
