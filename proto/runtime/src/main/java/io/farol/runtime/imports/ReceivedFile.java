package io.farol.runtime.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request brings: the file's bytes, what it is called, and the parameters, which a form may carry too.
 *
 * @param name file name and media type, as far as given
 */
record ReceivedFile(InputStream content, String name, Map<String, List<String>> parameters) {

    static ReceivedFile of(@Nullable String contentType, Map<String, List<String>> parameters, InputStream body)
            throws IOException {
        String type = contentType == null ? "" : contentType;
        return new ReceivedFile(body, type, parameters);
    }

    /** Refuses what comes behind the file. */
    void expectEnd() throws IOException {
        content.transferTo(OutputStream.nullOutputStream());
    }
}
