"""What changes durable state. Each call is one transaction; once it has returned, the change is committed."""

from dataclasses import dataclass

from django.db import transaction

from .models import Game, Player, PlayerAnswer, Question


class NotFound(Exception):
    """The game, the player or the question does not exist."""


class OtherGame(Exception):
    """The player or the question belongs to another game."""


@dataclass(frozen=True, slots=True)
class PlayerAnswerResult:
    player_id: int
    score: int
    version: int


@dataclass(frozen=True, slots=True)
class QuestionStatusResult:
    question_id: int
    answered: bool
    version: int


@transaction.atomic
def record_player_answer(
    game_id: int, player_id: int, question_id: int, is_correct: bool, points: int | None = None
) -> PlayerAnswerResult:
    """Records an answer; the player's score stays the sum of the player's answers, and the version goes up by 1.

    `points` is what the answer adds to the score; without it, the question's points, negative for a wrong answer.
    The same correctness again replaces the points, the opposite takes the earlier answer back.
    The player's row is locked first: answers of one player are recorded one after the other.
    """
    try:
        player = Player.objects.select_for_update().get(pk=player_id)
        question = Question.objects.get(pk=question_id)
    except (Player.DoesNotExist, Question.DoesNotExist):
        raise NotFound from None
    if player.game_id != game_id or question.game_id != game_id:
        raise OtherGame if Game.objects.filter(pk=game_id).exists() else NotFound

    if points is None:
        points = question.points if is_correct else -question.points
    answer = PlayerAnswer.objects.filter(player=player, question=question).first()
    if answer is None:
        PlayerAnswer.objects.create(player=player, question=question, is_correct=is_correct, points=points)
        player.score += points
    elif answer.is_correct == is_correct:
        player.score += points - answer.points
        answer.points = points
        answer.save(update_fields=["points"])
    else:
        player.score -= answer.points
        answer.delete()
    player.score_version += 1
    player.save(update_fields=["score", "score_version"])
    return PlayerAnswerResult(player.pk, player.score, player.score_version)


@transaction.atomic
def update_question_status(question_id: int, answered: bool) -> tuple[QuestionStatusResult, int]:
    """Marks a question as answered or not; its version goes up by 1. Also returns the question's game."""
    try:
        question = Question.objects.select_for_update().get(pk=question_id)
    except Question.DoesNotExist:
        raise NotFound from None
    question.answered = answered
    question.state_version += 1
    question.save(update_fields=["answered", "state_version"])
    return QuestionStatusResult(question.pk, question.answered, question.state_version), question.game_id
