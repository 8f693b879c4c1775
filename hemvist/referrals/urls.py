"""Sending and answering referrals."""

from django.urls import path

from hemvist.referrals import views

app_name = "referrals"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("answer/<str:token>/", views.answer, name="answer"),
    path("cases/<str:reference>/", views.choose_function, name="choose_function"),
    path("cases/<str:reference>/<int:function_pk>/", views.refer, name="refer"),
    path("functions/", views.functions, name="functions"),
    path("functions/new/", views.edit_function, name="new_function"),
    path("functions/<int:pk>/", views.edit_function, name="edit_function"),
]
