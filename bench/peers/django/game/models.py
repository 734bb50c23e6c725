"""Games, questions, players and their answers. The tables' names are those that the other peers use too."""

from django.db import models


class Game(models.Model):
    name = models.TextField()

    class Meta:
        db_table = "game"


class Question(models.Model):
    game = models.ForeignKey(Game, on_delete=models.CASCADE)
    text = models.TextField()
    points = models.IntegerField()
    answered = models.BooleanField(default=False, db_default=False)
    state_version = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "question"


class Player(models.Model):
    game = models.ForeignKey(Game, on_delete=models.CASCADE)
    name = models.TextField()
    score = models.IntegerField(default=0, db_default=0)
    score_version = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "player"


class PlayerAnswer(models.Model):
    player = models.ForeignKey(Player, on_delete=models.CASCADE, db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, db_index=False)
    is_correct = models.BooleanField()
    points = models.IntegerField()

    class Meta:
        db_table = "player_answer"
        constraints = [
            models.UniqueConstraint(fields=["player", "question"], name="player_answer_once"),
        ]
