package io.farol.runtime.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request brings: the file's bytes, what it is called, and the parameters, which a form may carry too.
 *
 * @param name file name and media type, as far as given
 * @param rest looks at what comes behind the file, once it is read
 */
record ReceivedFile(InputStream content, String name, Map<String, List<String>> parameters, Rest rest) {

    /** What is expected behind a file. */
    interface Rest {
        void expectEnd() throws IOException;
    }

    static ReceivedFile of(@Nullable String contentType, Map<String, List<String>> parameters, InputStream body)
            throws IOException {
        String type = contentType == null ? "" : contentType;
        return MultipartBody.is(type)
                ? new MultipartBody(type, body).file(parameters)
                : new ReceivedFile(body, type, parameters, () -> {});
    }
}
