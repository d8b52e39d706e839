"""Vectors and turns in space. X points ahead, Y up, Z to the body's right; turns are in degrees."""

from __future__ import annotations

from math import cos, radians, sin, sqrt

Vector = tuple[float, float, float]
#: The columns: where the turned X, Y and Z point.
Matrix = tuple[Vector, Vector, Vector]
#: A place on the picture, to the right and down.
Point = tuple[float, float]

ORIGIN: Vector = (0.0, 0.0, 0.0)


def add(first: Vector, second: Vector, times: float = 1) -> Vector:
    return (first[0] + times * second[0], first[1] + times * second[1], first[2] + times * second[2])


def between(first: Vector, second: Vector) -> Vector:
    """From the first to the second."""
    return add(second, first, -1)


def opposite(vector: Vector) -> Vector:
    return add(ORIGIN, vector, -1)


def scaled(vector: Vector, times: float) -> Vector:
    return add(ORIGIN, vector, times)


def middle(points: list[Vector]) -> Vector:
    total = ORIGIN
    for point in points:
        total = add(total, point, 1 / len(points))
    return total


def dot(first: Vector, second: Vector) -> float:
    return first[0] * second[0] + first[1] * second[1] + first[2] * second[2]


def cross(first: Vector, second: Vector) -> Vector:
    return (
        first[1] * second[2] - first[2] * second[1],
        first[2] * second[0] - first[0] * second[2],
        first[0] * second[1] - first[1] * second[0],
    )


def length(vector: Vector) -> float:
    return sqrt(dot(vector, vector))


def unit(vector: Vector) -> Vector:
    size = length(vector) or 1
    return (vector[0] / size, vector[1] / size, vector[2] / size)


def turned(matrix: Matrix, vector: Vector) -> Vector:
    return add(add(add(ORIGIN, matrix[0], vector[0]), matrix[1], vector[1]), matrix[2], vector[2])


def chain(first: Matrix, *others: Matrix) -> Matrix:
    """One turn after the other, each in the frame of those before it."""
    result = first
    for matrix in others:
        result = (turned(result, matrix[0]), turned(result, matrix[1]), turned(result, matrix[2]))
    return result


def about_x(angle: float) -> Matrix:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((1, 0, 0), (0, c, s), (0, -s, c))


def about_y(angle: float) -> Matrix:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, 0, -s), (0, 1, 0), (s, 0, c))


def about_z(angle: float) -> Matrix:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, s, 0), (-s, c, 0), (0, 0, 1))


def about(axis: Vector, angle: float) -> Matrix:
    """A turn about any axis of length 1."""
    c, s = cos(radians(angle)), sin(radians(angle))
    columns = []
    for column in about_x(0):
        along = dot(axis, column) * (1 - c)
        columns.append(add(add(scaled(column, c), cross(axis, column), s), axis, along))
    return (columns[0], columns[1], columns[2])


def bone_frame(down: Vector, right: Vector) -> Matrix:
    """The frame of a bone that points along ``down``, its hinge axis along ``right``."""
    y = unit(opposite(down))
    x = unit(cross(y, right))
    return (x, y, cross(x, y))
