namespace Patron.Imports.Mapping;

/// <summary>Builds one set in the order of its fields.</summary>
internal sealed class FieldList(ImportKind kind)
{
    private readonly List<ImportField> fields = [];
    private readonly HashSet<string> required = [];
    private IReadOnlyList<string> oneOf = [];

    public FieldList Require(params string[] keys)
    {
        required.UnionWith(keys);
        return this;
    }

    public FieldList OneOf(params string[] keys)
    {
        oneOf = keys;
        return this;
    }

    public FieldList Add(string key, FieldType type, int maxLength, string words)
    {
        var inSet = oneOf.Contains(key);
        fields.Add(new ImportField(
            key, fields.Count, type, maxLength, inSet || required.Contains(key), inSet ? oneOf : [], [key, .. words.Split('|')], false));
        return this;
    }

    public ImportFieldSet Done() => new(kind, fields);
}
