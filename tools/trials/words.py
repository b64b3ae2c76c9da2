"""What assessments are made of, in nine languages: the words a generated document is put together from."""

from __future__ import annotations

from typing import NamedTuple


class Language(NamedTuple):
    """The words of one language, by what they are for."""

    titles: tuple[str, ...]
    areas: tuple[str, ...]
    strengths: tuple[str, ...]
    gaps: tuple[str, ...]
    checklist: tuple[str, ...]
    tiers: tuple[str, ...]
    plan: tuple[str, ...]
    phase: tuple[str, ...]
    week: tuple[str, ...]
    costs: tuple[str, ...]
    per_month: tuple[str, ...]
    total: tuple[str, ...]
    advice: tuple[str, ...]
    score: tuple[str, ...]
    states: tuple[str, ...]
    tasks: tuple[str, ...]
    prose: tuple[str, ...]


def _words(*lines: str) -> Language:
    """Read one language: a line for each kind, its words between bars."""
    return Language(*(tuple(word.strip() for word in line.split("|")) for line in lines))


LANGUAGES = (
    _words(
        "Production Readiness Assessment | Launch review | Go-live report",
        "Security | Database | Performance | Monitoring & Logging | 3. Testing",
        "Strengths | ✅ What works | Strengths (8/10)",
        "Gaps | Weaknesses | ❌ Missing | Known issues",
        "Checklist | Production checklist | To do before launch",
        "Critical (must fix) | High priority | P1 | Nice to have | 🔴 Blockers | Medium | Low | Should",
        "Plan | Roadmap | Timeline to production",
        "Phase | Week | Sprint | Step | Day",
        "weeks",
        "Costs | Cost estimate | Budget",
        "/month | per month | per year | one-time",
        "Total",
        "Recommendations | Immediate | Next steps",
        "Overall score | Readiness score | Target score | Test coverage | Overall",
        "done | open | in progress | TODO | not started | N/A",
        "Rotate the signing keys | Add rate limits | Back up the store | Write a runbook | Set `A=0` | Test restores",
        "The service runs in one region. | Nobody is on call at night. | We looked at the code for two days.",
    ),
    _words(
        "Bewertung der Produktionsreife | Prüfbericht",
        "Sicherheit | Datenbank | Überwachung",
        "Stärken | ✅ Gut gelöst",
        "Schwächen | Lücken | Mängel",
        "Checkliste | Offene Punkte",
        "Kritisch | Wichtig | Muss | Kann | Hoch | Mittel | Niedrig",
        "Plan | Zeitplan | Maßnahmen",
        "Phase | Woche | Etappe | Schritt | Tag",
        "Wochen",
        "Kosten | Budget",
        "/Monat | pro Monat | jährlich | einmalig",
        "Summe",
        "Empfehlungen | Nächste Schritte",
        "Gesamtbewertung | Gesamt | Zielwert",
        "erledigt | offen | in Arbeit | nicht begonnen",
        "Schlüssel tauschen | Grenzen setzen | Sicherung prüfen | Übung durchführen",
        "Der Dienst läuft in einer Region. | Größere Änderungen stehen aus.",
    ),
    _words(
        "Évaluation de la mise en production | Bilan",
        "Sécurité | Base de données | Qualité",
        "Points forts | Forces",
        "Points faibles | Lacunes",
        "Liste de contrôle | À faire",
        "Critique | Important | Souhaitable | Élevée | Moyenne | Faible",
        "Plan d’action | Calendrier",
        "Phase | Semaine | Étape | Jour",
        "semaines",
        "Coûts | Budget",
        "/mois | par mois | par an | unique",
        "Total",
        "Recommandations | Prochaines étapes",
        "Note globale | Score global | Objectif",
        "terminé | à faire | en cours",
        "Changer les clés | Limiter les requêtes | Tester la sauvegarde",
        "L’équipe est petite. | Le système n’est pas surveillé la nuit.",
    ),
    _words(
        "Evaluación de preparación para producción",
        "Seguridad | Base de datos",
        "Fortalezas",
        "Debilidades | Brechas",
        "Lista de verificación",
        "Crítico | Importante | Deseable | Alta | Media | Baja",
        "Plan | Cronograma",
        "Fase | Semana | Etapa | Día",
        "semanas",
        "Costos | Presupuesto",
        "/mes | al mes | al año",
        "Total",
        "Recomendaciones",
        "Puntuación general | Puntuación total",
        "hecho | pendiente | en curso",
        "Rotar las claves | Añadir límites | Probar copias",
        "El servicio funciona en una región.",
    ),
    _words(
        "Avaliação de prontidão para produção",
        "Segurança | Banco de dados",
        "Pontos fortes",
        "Pontos fracos | Lacunas",
        "Lista de verificação",
        "Crítico | Importante | Desejável | Alta | Média | Baixa",
        "Plano | Cronograma",
        "Fase | Semana | Etapa | Dia",
        "semanas",
        "Custos | Orçamento",
        "/mês | por mês | por ano",
        "Total",
        "Recomendações",
        "Pontuação geral | Nota final",
        "feito | pendente | em andamento",
        "Trocar as chaves | Testar cópias",
        "O serviço não tem plantão.",
    ),
    _words(
        "Оценка готовности к выпуску",
        "Безопасность | База данных",
        "Сильные стороны",
        "Слабые стороны | Недостатки",
        "Чек-лист | Список задач",
        "Критично | Важно | Желательно | Высокий | Средний | Низкий",
        "План | Сроки",
        "Этап | Неделя | Спринт | День",
        "недель",
        "Затраты | Бюджет",
        "/мес | в месяц | в год",
        "Итого",
        "Рекомендации",
        "Общая оценка | Цель",
        "готово | открыто | в работе",
        "Сменить ключи | Проверить копии",
        "Служба работает в одном регионе.",
    ),
    _words(
        "Ocena gotowości produkcyjnej",
        "Bezpieczeństwo | Baza danych",
        "Mocne strony",
        "Słabe strony | Braki",
        "Lista kontrolna",
        "Krytyczne | Ważne | Opcjonalne | Wysoki | Średni | Niski",
        "Plan | Harmonogram",
        "Faza | Tydzień | Etap | Dzień",
        "tygodnie",
        "Koszty | Budżet",
        "/miesiąc | miesięcznie | rocznie",
        "Suma",
        "Zalecenia",
        "Ogólna ocena | Cel",
        "gotowe | otwarte | w toku",
        "Wymienić klucze | Sprawdzić kopie",
        "Usługa działa w jednym regionie.",
    ),
    _words(
        "生产就绪评估",
        "安全 | 数据库",
        "优势",
        "不足 | 差距",
        "检查清单",
        "关键 | 重要 | 可选 | 高 | 中 | 低",
        "计划 | 时间表",
        "阶段 | 第1周",
        "周",
        "成本 | 费用",
        "/月 | 每月 | 每年",
        "总计",
        "建议",
        "总分 | 综合评分 | 目标",
        "已完成 | 未完成 | 进行中",
        "轮换密钥 | 测试备份",
        "该服务只在一个区域运行。",
    ),
    _words(
        "本番稼働準備の評価",
        "セキュリティ | データベース",
        "強み",
        "弱み | 課題",
        "チェックリスト",
        "必須 | 重要 | 任意 | 高 | 中 | 低",
        "計画 | スケジュール",
        "フェーズ | 週",
        "週間",
        "費用 | コスト",
        "/月 | 毎月",
        "合計",
        "推奨事項",
        "総合評価 | 目標",
        "完了 | 未着手 | 進行中",
        "鍵を更新する | 復元を試す",
        "サービスは一つの地域で動いています。",
    ),
)
