package io.farol.runtime.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.farol.runtime.id.TypedId;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;

/** How values look in answers: ids as plain strings, decimals and money as exact strings, ratios as numbers, dates and instants as ISO texts, null as null. */
@Singleton
public class JsonFormat implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        SimpleModule module = new SimpleModule("farol");
        module.addSerializer(TypedId.class, new IdFormat());
        module.addSerializer(BigDecimal.class, new DecimalFormat());
        module.addSerializer(Money.class, new MoneyFormat());
        module.addSerializer(Ratio.class, new RatioFormat());
        mapper.registerModule(module);
    }

    private static final class IdFormat extends JsonSerializer<TypedId> {
        @Override
        public void serialize(TypedId id, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(id.value().toString());
        }
    }

    private static final class DecimalFormat extends JsonSerializer<BigDecimal> {
        @Override
        public void serialize(BigDecimal value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toPlainString());
        }
    }

    private static final class RatioFormat extends JsonSerializer<Ratio> {
        @Override
        public void serialize(Ratio ratio, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(ratio.value().toPlainString());
        }
    }

    private static final class MoneyFormat extends JsonSerializer<Money> {
        @Override
        public void serialize(Money money, JsonGenerator json, SerializerProvider provider) throws IOException {
            BigDecimal exact = money.amount().stripTrailingZeros();
            int minorDigits = Math.max(0, money.currency().getDefaultFractionDigits());
            json.writeStartObject();
            json.writeStringField(
                    "amount",
                    exact.setScale(Math.max(minorDigits, exact.scale()), java.math.RoundingMode.UNNECESSARY)
                            .toPlainString());
            json.writeStringField("currency", money.currency().getCurrencyCode());
            json.writeEndObject();
        }
    }
}
