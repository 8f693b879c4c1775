"""From SWEREF 99 TM, in which Swedish authorities write positions, to degrees.

Gauss's projection turned round, with Krüger's series as Lantmäteriet gives it (Gauss Conformal
Projection, "Gauss-Krüger"), good to a millimetre within Sweden.
"""

from math import atan, atan2, cos, cosh, degrees, radians, sin, sinh

AXIS, FLATTENING = 6_378_137.0, 1 / 298.257222101  # GRS 80
CENTRAL_MERIDIAN, SCALE, FALSE_EASTING = 15.0, 0.9996, 500_000.0
SWEDEN_NORTH, SWEDEN_EAST = (6_100_000, 7_700_000), (200_000, 1_000_000)


def to_degrees(north: float, east: float) -> tuple[float, float] | None:
    """Latitude and longitude; None for what does not lie in Sweden."""
    if not (
        SWEDEN_NORTH[0] <= north <= SWEDEN_NORTH[1] and SWEDEN_EAST[0] <= east <= SWEDEN_EAST[1]
    ):
        return None
    n = FLATTENING / (2 - FLATTENING)
    radius = AXIS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = north / (SCALE * radius), (east - FALSE_EASTING) / (SCALE * radius)
    series = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161_280,
    )
    turns = [2 * step for step in range(1, 5)]
    xi_ = xi - sum(d * sin(k * xi) * cosh(k * eta) for d, k in zip(series, turns, strict=True))
    eta_ = eta - sum(d * cos(k * xi) * sinh(k * eta) for d, k in zip(series, turns, strict=True))
    across = sinh(eta_)
    conformal = atan2(sin(xi_), (cos(xi_) ** 2 + across**2) ** 0.5)
    longitude = radians(CENTRAL_MERIDIAN) + atan(across / cos(xi_))
    return degrees(_geodetic(conformal)), degrees(longitude)


def _geodetic(conformal: float) -> float:
    e2 = FLATTENING * (2 - FLATTENING)
    a = e2 + e2**2 + e2**3 + e2**4
    b = -(7 * e2**2 + 17 * e2**3 + 30 * e2**4) / 6
    c = (224 * e2**3 + 889 * e2**4) / 120
    d = -(4279 * e2**4) / 1260
    s2 = sin(conformal) ** 2
    return conformal + sin(conformal) * cos(conformal) * (a + b * s2 + c * s2**2 + d * s2**3)
