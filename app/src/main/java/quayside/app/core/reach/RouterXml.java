package quayside.app.core.reach;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the XML of routers. A document type, which may name files and other computers, is an error, as is an entity. */
final class RouterXml {
    private static final int MAX_ELEMENTS = 5000;
    private static final int MAX_TEXT = 2048;

    /** A service that a router offers: its type, and the path at which it is called, as the router writes it. */
    record Service(String type, String path) {}

    private RouterXml() {}

    /** Returns the services of a description. */
    static List<Service> services(byte[] xml) throws IOException {
        List<Service> found = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        read(xml, (name, text) -> {
            if (name.equals("service")) {
                Optional.ofNullable(fields.get("serviceType"))
                        .flatMap(type ->
                                Optional.ofNullable(fields.get("controlURL")).map(path -> new Service(type, path)))
                        .ifPresent(found::add);
                fields.clear();
            } else {
                fields.put(name, text);
            }
        });
        return found;
    }

    /** Returns the text of each element without children, by its local name. */
    static Map<String, String> fields(byte[] xml) throws IOException {
        Map<String, String> fields = new HashMap<>();
        read(xml, fields::put);
        return fields;
    }

    @FunctionalInterface
    private interface Ended {
        /** Is told of the end of an element; {@code text} is what stood in it since the last tag. */
        void element(String name, String text);
    }

    private static void read(byte[] xml, Ended ended) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            String text = "";
            int elements = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        text = "";
                        elements++;
                        if (elements > MAX_ELEMENTS) {
                            throw new IOException("The router’s XML is too large");
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        text = reader.getText().strip();
                        if (text.length() > MAX_TEXT) {
                            throw new IOException("The router’s XML is too large");
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        ended.element(reader.getLocalName(), text);
                        text = "";
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new IOException("The router’s XML has a document type");
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("The router’s XML is broken", e);
        }
    }
}
