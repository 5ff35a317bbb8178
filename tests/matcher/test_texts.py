"""Numbers in the text of a result."""

import json

import numpy as np

from mentormatch.matcher.texts import number_texts


def test_numbers_are_written_as_python_writes_them() -> None:
    generator = np.random.default_rng(8)
    sizes = 10.0 ** generator.uniform(-8, 18, 20_000)
    powers = np.concatenate([2.0 ** np.arange(-30, 60), 10.0 ** np.arange(-9, 20), [0.0, -0.0, 5e-324]])
    edges = np.concatenate([powers, np.nextafter(powers, 0.0), np.nextafter(powers, 1e300)])
    numbers = np.concatenate([generator.standard_normal(20_000) * sizes, edges, -edges])
    found = number_texts(numbers)
    assert found == [repr(number) for number in numbers.tolist()]
    assert np.array(json.loads(f"[{','.join(found)}]")).tobytes() == numbers.tobytes()
