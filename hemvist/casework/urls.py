"""What one does to one case."""

from django.urls import path

from hemvist.casework import views

app_name = "casework"
urlpatterns = [
    path("write/", views.write, name="write"),
    path("call/", views.call, name="call"),
    path("note/", views.note, name="note"),
    path("next-step/", views.next_step, name="next_step"),
    path("take/", views.take, name="take"),
    path("release/", views.release, name="release"),
    path("assign/", views.assign, name="assign"),
    path("needs/new/", views.new_need, name="new_need"),
    path("needs/<int:pk>/", views.need, name="need"),
    path("close/", views.close, name="close"),
    path("reopen/", views.reopen, name="reopen"),
]
