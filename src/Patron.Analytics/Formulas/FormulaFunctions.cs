namespace Patron.Analytics.Formulas;

/// <summary>The functions of formulas; each says what it takes, or what is wrong with what it was given.</summary>
internal static class FormulaFunctions
{
    private static readonly Dictionary<string, Func<double, double>> OfOneNumber = new(StringComparer.OrdinalIgnoreCase)
    {
        ["abs"] = Math.Abs, ["floor"] = Math.Floor, ["ceiling"] = Math.Ceiling, ["sqrt"] = Math.Sqrt, ["log"] = Math.Log, ["exp"] = Math.Exp,
    };

    /// <summary>Every function with how it is called.</summary>
    public static IReadOnlyList<string> Forms { get; } =
        ["if(…, a, b)", "coalesce(a, b, …)", "known(a)", "min(a, b, …)", "max(a, b, …)", "round(a, n)", .. OfOneNumber.Keys.Select(n => $"{n}(a)"), "bin(a, 10, 20, …)", "recode(a, \"x\", \"y\", …, \"z\")", "place(a, \"x\", \"y\", …)", "join(a, b, …)"];

    /// <param name="at">Positions of the parts.</param>
    public static (FormulaNode? Node, FormulaError? Error) Call(Token name, IReadOnlyList<FormulaNode> parts, IReadOnlyList<Token> at)
    {
        var word = name.Word.ToLowerInvariant();
        if (OfOneNumber.TryGetValue(word, out var one)) return Checked([FormulaType.Number], () => new CallNode(FormulaType.Number, [.. parts], v => FormulaValue.Of(one(v[0].Number))));
        switch (word)
        {
            case "if":
                if (parts.Count != 3) return Wrong(FormulaFault.Count);
                if (parts[0].Type != FormulaType.Truth) return WrongAt(0);
                return parts[2].Type != parts[1].Type ? WrongAt(2) : (new IfNode(parts[0], parts[1], parts[2]), null);
            case "coalesce":
                if (parts.Count < 2) return Wrong(FormulaFault.Count);
                return Other(parts[0].Type) is { } different ? WrongAt(different) : (new CoalesceNode([.. parts]), null);
            case "known": return parts.Count == 1 ? (new KnownNode(parts[0]), null) : Wrong(FormulaFault.Count);
            case "min": return Several(v => v.Min(x => x.Number));
            case "max": return Several(v => v.Max(x => x.Number));
            case "round": return Checked([FormulaType.Number, FormulaType.Number], () => new CallNode(FormulaType.Number, [.. parts], v => FormulaValue.Of(Math.Round(v[0].Number, (int)Math.Clamp(v[1].Number, 0, 12), MidpointRounding.AwayFromZero))));
            case "bin": return Bin();
            case "recode": return Recode();
            case "place": return Place();
            case "join":
                if (parts.Count < 2) return Wrong(FormulaFault.Count);
                return Other(FormulaType.Text) is { } noText ? WrongAt(noText) : (new CallNode(FormulaType.Text, [.. parts], v => FormulaValue.Of(string.Join(' ', v.Select(x => x.Text)))), null);
            default: return Wrong(FormulaFault.UnknownFunction);
        }

        (FormulaNode?, FormulaError?) Wrong(FormulaFault fault) => (null, new(fault, name.Position, name.Word));
        (FormulaNode?, FormulaError?) WrongAt(int part, FormulaFault fault = FormulaFault.Type) => (null, new(fault, at[part].Position, at[part].Word));

        int? Other(FormulaType type)
        {
            for (var i = 0; i < parts.Count; i++)
                if (parts[i].Type != type) return i;
            return null;
        }

        (FormulaNode?, FormulaError?) Checked(FormulaType[] types, Func<FormulaNode> make)
        {
            if (parts.Count != types.Length) return Wrong(FormulaFault.Count);
            for (var i = 0; i < types.Length; i++)
                if (parts[i].Type != types[i]) return WrongAt(i);
            return (make(), null);
        }

        (FormulaNode?, FormulaError?) Several(Func<FormulaValue[], double> reckon)
        {
            if (parts.Count < 2) return Wrong(FormulaFault.Count);
            return Other(FormulaType.Number) is { } noNumber ? WrongAt(noNumber) : (new CallNode(FormulaType.Number, [.. parts], v => FormulaValue.Of(reckon(v))), null);
        }

        // The number of the class: 1 below the first limit; a limit belongs to the class above it.
        (FormulaNode?, FormulaError?) Bin()
        {
            if (parts.Count < 2) return Wrong(FormulaFault.Count);
            if (parts[0].Type != FormulaType.Number) return WrongAt(0);
            var limits = new double[parts.Count - 1];
            for (var i = 1; i < parts.Count; i++)
            {
                if (parts[i] is not ConstantNode { Type: FormulaType.Number } limit || (i > 1 && limit.Value.Number <= limits[i - 2])) return WrongAt(i, FormulaFault.Limits);
                limits[i - 1] = limit.Value.Number;
            }
            return (new CallNode(FormulaType.Number, [parts[0]], v => FormulaValue.Of(1.0 + limits.Count(l => v[0].Number >= l))), null);
        }

        // Pairs of a value and what it becomes; the last, alone, is for all others.
        (FormulaNode?, FormulaError?) Recode()
        {
            if (parts.Count < 4 || parts.Count % 2 != 0) return Wrong(FormulaFault.Count);
            if (parts[0].Type == FormulaType.Truth) return WrongAt(0);
            for (var i = 1; i < parts.Count - 1; i += 2)
                if (parts[i].Type != parts[0].Type) return WrongAt(i);
            for (var i = 2; i < parts.Count; i = i + 2 == parts.Count ? i + 1 : i + 2)
                if (parts[i].Type != parts[^1].Type) return WrongAt(i);
            return (new CallNode(parts[^1].Type, [.. parts], v =>
            {
                for (var i = 1; i < v.Length - 1; i += 2)
                    if (v[i] == v[0] || (v[i].Text is { } text && string.Equals(text, v[0].Text, StringComparison.OrdinalIgnoreCase))) return v[i + 1];
                return v[^1];
            }), null);
        }

        // Where the text stands in the order given, from 1; missing where it is not named.
        (FormulaNode?, FormulaError?) Place()
        {
            if (parts.Count < 2) return Wrong(FormulaFault.Count);
            return Other(FormulaType.Text) is { } noText ? WrongAt(noText) : (new CallNode(FormulaType.Number, [.. parts], v =>
            {
                var place = Array.FindIndex(v, 1, x => string.Equals(x.Text, v[0].Text, StringComparison.OrdinalIgnoreCase));
                return place > 0 ? FormulaValue.Of((double)place) : FormulaValue.Missing;
            }), null);
        }
    }
}
