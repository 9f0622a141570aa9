package io.farol.runtime.rest;

enum ThingColour {
    RED,
    DARK_BLUE
}
