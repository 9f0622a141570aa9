package io.farol.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page begins: the sort values and the id of the last row, as texts, bound by a checksum to the list, its filters and the tenant. It only says "after which row"; what a
 * reader may see is decided anew on each page.
 *
 * @param values one per sort key, then the id
 */
record PageToken(List<String> values) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHECKSUM_LENGTH = 16;

    String encode(String binding) {
        try {
            String json = JSON.writeValueAsString(values);
            return base64((checksum(binding, json) + json).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static PageToken decode(String token, String binding, int size) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.length() > CHECKSUM_LENGTH) {
                String json = text.substring(CHECKSUM_LENGTH);
                if (text.startsWith(checksum(binding, json))) {
                    List<String> values = JSON.readValue(json, new TypeReference<ArrayList<String>>() {});
                    if (values.size() == size) {
                        return new PageToken(values);
                    }
                }
            }
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static DomainException invalid() {
        return DomainException.invalid(List.of(Fault.in("pageToken", PlatformError.INVALID_PAGE_TOKEN)));
    }

    private static String checksum(String binding, String json) {
        return base64(BodyHash.of((binding + '\n' + json).getBytes(StandardCharsets.UTF_8)))
                .substring(0, CHECKSUM_LENGTH);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
