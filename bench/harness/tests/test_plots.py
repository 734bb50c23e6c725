import itertools

import pytest
from harness.plots import PLOTS
from harness.sizes import WHOLE
from matplotlib import pyplot
from matplotlib.figure import Figure

RESULTS = {
    "mutations": [{"system": system, "clients": clients, "per_second": rate * clients**0.5}
                  for system, rate in (("podium", 740), ("go", 1_400), ("django", 220)) for clients in WHOLE.clients],
    "pgbench": [{"system": "pgbench-notify", "clients": clients, "per_second": 1_400} for clients in WHOLE.pgbench_clients],
    "games": [{"games": count, "per_second": 15_502 - count / 2} for count in WHOLE.games],
    "players": [{"players": count, "per_second": 22_056 - count / 2} for count in WHOLE.players],
    "fanout": [{"system": system, "publish": "socket", "subscribers": subscribers, "deliveries_per_second": rate}
               for system, subscribers, rate in (
                   ("podium", 1_000, 402_194), ("socketify", 1_000, 1_696_841), ("django", 100, 19_424))],
    "subscribers": [{"system": system, "subscribers": count, "deliveries_per_second": rate * count**0.1}
                    for system, rate in (("podium", 45_229), ("socketify", 292_008)) for count in WHOLE.subscribers],
    "rooms": [{"system": system, "rooms": count, "deliveries_per_second": rate / count**0.4}
              for system, rate in (("podium", 395_031), ("socketify", 652_256)) for count in WHOLE.rooms],
    "memory": [{"system": "podium", "rooms": 1, "connections": count, "pss_mib": 28.3 + count / 250} for count in WHOLE.connections],
}


@pytest.fixture(params=PLOTS)
def figure(request) -> Figure:
    figure = PLOTS[request.param](RESULTS)
    figure.canvas.draw()
    yield figure
    pyplot.close(figure)


def test_every_plot_is_drawn_here():
    assert set(PLOTS) <= set(RESULTS)


def test_no_label_of_an_axis_lies_on_another(figure: Figure):
    for axis in (figure.axes[0].xaxis, figure.axes[0].yaxis):
        boxes = [label.get_window_extent() for label in axis.get_ticklabels() if label.get_text()]
        assert len(boxes) >= 2
        assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_the_legend_lies_on_no_line(figure: Figure):
    lines = figure.axes[0].get_lines()
    assert len(figure.legends) == (1 if len(lines) > 1 else 0)
    assert figure.axes[0].get_legend() is None
    for legend in figure.legends:
        assert not legend.get_window_extent().overlaps(figure.axes[0].get_window_extent())


def test_nothing_that_was_measured_is_cut_off(figure: Figure):
    """The axes clip: every point has to be within them, with its mark around it."""
    bounds = figure.axes[0].get_window_extent()
    for line in figure.axes[0].get_lines():
        for x, y in figure.axes[0].transData.transform(line.get_xydata()):
            assert bounds.x0 + 4 < x < bounds.x1 - 4 and y < bounds.y1 - 4
    for text in figure.axes[0].texts:
        assert text.get_window_extent().x1 < figure.bbox.x1


def test_idle_memory_begins_without_connections():
    axes = PLOTS["memory"](RESULTS).axes[0]
    assert list(axes.get_lines()[0].get_xdata())[0] == 0
    assert axes.get_xscale() == "linear"    # what each connection takes is the slope


def test_fan_out_compares_equal_audiences_only():
    axes = PLOTS["fanout"](RESULTS).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["podium", "socketify"]
    assert "1,000 subscribers" in axes.get_xlabel()
