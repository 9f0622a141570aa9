package io.farol.runtime.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A share or rate; 1 = 100 %. In JSON a number such as {@code 0.2654}; in metric answers it is a decimal string instead.
 *
 * @param value exact; may be negative or above 1
 */
public record Ratio(@JsonValue BigDecimal value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Ratio {}
}
