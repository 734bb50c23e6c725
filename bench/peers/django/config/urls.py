"""HTTP paths."""

from django.urls import path

from game.views import AnswersView, QuestionView, healthz

urlpatterns = [
    path("api/games/<int:game_id>/answers/", AnswersView.as_view()),
    path("api/questions/<int:question_id>/", QuestionView.as_view()),
    path("healthz", healthz),
]
