package quayside.protocol.transfer;

/**
 * Which names a folder of this computer takes for one.
 *
 * @param cases those that differ only in upper and lower case
 * @param forms those that differ only in their Unicode form, as {@code é} in one character and in two
 */
public record NameFolding(boolean cases, boolean forms) {
    public static final NameFolding NONE = new NameFolding(false, false);
    public static final NameFolding BOTH = new NameFolding(true, true);
}
