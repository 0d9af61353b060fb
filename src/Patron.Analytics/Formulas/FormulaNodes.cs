namespace Patron.Analytics.Formulas;

/// <summary>Gives the value of a field for a customer index.</summary>
public delegate FormulaValue FieldValue(int index);

/// <summary>A part of a formula that was understood.</summary>
internal abstract class FormulaNode(FormulaType type)
{
    public FormulaType Type { get; } = type;

    public abstract FieldValue Bind(Func<string, FieldValue> fields);
}

internal sealed class ConstantNode(FormulaType type, FormulaValue value) : FormulaNode(type)
{
    public FormulaValue Value { get; } = value;

    public override FieldValue Bind(Func<string, FieldValue> fields) => _ => Value;
}

internal sealed class FieldNode(FormulaType type, string name) : FormulaNode(type)
{
    public override FieldValue Bind(Func<string, FieldValue> fields) => fields(name);
}

/// <summary>Reckons from its parts, none of which is missing.</summary>
internal sealed class CallNode(FormulaType type, FormulaNode[] parts, Func<FormulaValue[], FormulaValue> reckon) : FormulaNode(type)
{
    public override FieldValue Bind(Func<string, FieldValue> fields)
    {
        var bound = Array.ConvertAll(parts, p => p.Bind(fields));
        return index =>
        {
            var values = new FormulaValue[bound.Length];
            for (var i = 0; i < bound.Length; i++)
            {
                values[i] = bound[i](index);
                if (values[i].IsMissing) return FormulaValue.Missing;
            }
            return reckon(values);
        };
    }
}

/// <summary>Two conditions, joined by "or" (a true one decides) or by "and" (a false one does); where none decides and one is missing, it is missing.</summary>
internal sealed class EitherNode(FormulaNode left, FormulaNode right, bool decides) : FormulaNode(FormulaType.Truth)
{
    public override FieldValue Bind(Func<string, FieldValue> fields)
    {
        var (first, second) = (left.Bind(fields), right.Bind(fields));
        return index =>
        {
            var said = first(index);
            if (!said.IsMissing && said.IsTrue == decides) return said;
            var other = second(index);
            return other.IsMissing || other.IsTrue == decides ? other : said;
        };
    }
}

/// <summary>if(condition, then, else): a missing condition is missing; the other part is not looked at.</summary>
internal sealed class IfNode(FormulaNode condition, FormulaNode then, FormulaNode otherwise) : FormulaNode(then.Type)
{
    public override FieldValue Bind(Func<string, FieldValue> fields)
    {
        var (asked, yes, no) = (condition.Bind(fields), then.Bind(fields), otherwise.Bind(fields));
        return index => asked(index) is { IsMissing: false } said ? (said.IsTrue ? yes(index) : no(index)) : FormulaValue.Missing;
    }
}

/// <summary>coalesce(a, b, ...): the first that is not missing.</summary>
internal sealed class CoalesceNode(FormulaNode[] parts) : FormulaNode(parts[0].Type)
{
    public override FieldValue Bind(Func<string, FieldValue> fields)
    {
        var bound = Array.ConvertAll(parts, p => p.Bind(fields));
        return index =>
        {
            foreach (var part in bound)
                if (part(index) is { IsMissing: false } value) return value;
            return FormulaValue.Missing;
        };
    }
}

/// <summary>known(a): whether there is a value.</summary>
internal sealed class KnownNode(FormulaNode of) : FormulaNode(FormulaType.Truth)
{
    public override FieldValue Bind(Func<string, FieldValue> fields)
    {
        var bound = of.Bind(fields);
        return index => FormulaValue.Of(!bound(index).IsMissing);
    }
}
