"""REST: validates the request, calls the service, broadcasts what was committed, answers."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from . import services
from .broadcast import broadcast
from .serializers import AnswerRequest, QuestionRequest


class SizedView(APIView):
    """Says how long its answers are; uvicorn would send them in chunks otherwise."""

    def finalize_response(self, *arguments, **keywords) -> Response:
        response = super().finalize_response(*arguments, **keywords)
        response.add_post_render_callback(say_length)
        return response


def say_length(response: Response) -> None:
    response.headers["Content-Length"] = str(len(response.content))


class AnswersView(SizedView):
    def post(self, request: Request, game_id: int) -> Response:
        answer = AnswerRequest(data=request.data)
        answer.is_valid(raise_exception=True)
        try:
            result = asdict(services.record_player_answer(game_id, **answer.validated_data))
        except services.NotFound:
            raise exceptions.NotFound from None
        except services.OtherGame:
            raise exceptions.ValidationError("The player or the question belongs to another game.") from None
        broadcast(game_id, {"type": "update_score", **result})
        return Response(result)


class QuestionView(SizedView):
    def patch(self, request: Request, question_id: int) -> Response:
        question = QuestionRequest(data=request.data)
        question.is_valid(raise_exception=True)
        try:
            status, game_id = services.update_question_status(question_id, **question.validated_data)
        except services.NotFound:
            raise exceptions.NotFound from None
        result = asdict(status)
        broadcast(game_id, {"type": "toggle_question", **result})
        return Response(result)


async def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")
