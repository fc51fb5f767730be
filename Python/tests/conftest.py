import numpy
import pytest


@pytest.fixture
def disc():
    """A disc of radius 6 on 24 x 36 elements and a soft prediction two elements beside it."""
    rows, columns = numpy.mgrid[:24, :36]
    truth = ((rows - 12) ** 2 + (columns - 17) ** 2 <= 36).astype(float)
    distance = 6 - numpy.hypot(rows - 12, columns - 19)
    return truth, 1 / (1 + numpy.exp(-distance))
